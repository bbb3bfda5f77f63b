/** The most problems listed per document: nobody reads more, and each one costs the views time. */
export const mostListed = 200;
