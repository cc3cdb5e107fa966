/** How a piece of work ended. */
export type Ended<Answer> =
  | { readonly answered: true; readonly answer: Answer; readonly seconds: number }
  | { readonly answered: false; readonly problem: unknown; readonly seconds: number };

/** Does some work and tells how it ended, and after how long; the answer or the failure is passed on as it is. */
export const observing = async <Answer>(
  work: () => Promise<Answer>,
  tell: (ended: Ended<Answer>) => void,
): Promise<Answer> => {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  let answer: Answer;
  try {
    answer = await work();
  } catch (problem) {
    tell({ answered: false, problem, seconds: seconds() });
    throw problem;
  }
  tell({ answered: true, answer, seconds: seconds() });
  return answer;
};
