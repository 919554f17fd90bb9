/** Networks’ id in the market’s headers [D]: three characters. */
export const NETWORKS_MPID = 'ESB';
