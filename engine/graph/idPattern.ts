/** Node names are identifiers, because they become attribute names in exported code. */
export const idPattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
