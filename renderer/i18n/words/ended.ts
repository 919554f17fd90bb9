/** A sentence that ends with a name: an initial brings its own full stop (`Aoife B.`). */
export const ended = (text: string): string => (/[.?…]$/.test(text) ? text : `${text}.`);
