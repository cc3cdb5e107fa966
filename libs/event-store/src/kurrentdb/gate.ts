/** Lets in as many at a time as there is room for, in the order in which they came. */
export interface Gate {
  /** Answers when there is room; what it answers gives the room back. */
  enter(weight: number): Promise<() => void>;
}

export const openGate = (room: number): Gate => {
  let free = room;
  const waiting: { readonly weight: number; readonly admit: () => void }[] = [];
  const admitNext = () => {
    for (let next = waiting[0]; next !== undefined && next.weight <= free; next = waiting[0]) {
      waiting.shift();
      free -= next.weight;
      next.admit();
    }
  };
  return {
    enter: (asked) => {
      const weight = Math.min(asked, room);
      return new Promise((resolve) => {
        waiting.push({
          weight,
          admit: () =>
            resolve(() => {
              free += weight;
              admitNext();
            }),
        });
        admitNext();
      });
    },
  };
};
