/** The program has said in a sentence why it does not go on: nobody opens another one in its place. */
export const SAID_WHY = 3;
