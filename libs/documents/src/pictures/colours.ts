/** Light enough for black words, and told apart by most people who see colours otherwise (after Okabe and Ito). */
const palette = [
  '#ffffff',
  '#dcebf7',
  '#fde8c8',
  '#dff2e1',
  '#f6dfec',
  '#fff7c2',
  '#e5e0f5',
  '#d9f1f1',
  '#f3ded3',
  '#e9e9e9',
];

/** A colour for each group, by its place; what has no group is white. */
export const groupColours = (groups: readonly string[]): ((group: string) => string) => {
  const places = new Map(groups.map((id, index) => [id, index]));
  return (group) => {
    const place = places.get(group);
    return place === undefined ? palette[0]! : palette[1 + (place % (palette.length - 1))]!;
  };
};
