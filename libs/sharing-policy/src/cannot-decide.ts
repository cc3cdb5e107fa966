/**
 * A question could not be decided. Whoever asked on somebody's behalf denies everything and raises an alarm; a view
 * writes nothing and asks again later.
 */
export class CannotDecide extends Error {
  override readonly name = 'CannotDecide';
}
