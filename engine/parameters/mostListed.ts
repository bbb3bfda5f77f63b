/** More problems of one document nobody reads, and each of them costs its views something. */
export const mostListed = 200;
