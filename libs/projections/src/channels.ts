/** A build that is read has moved, or another is read in its place. The payload is the slot's name. */
export const movedChannel = 'projection_moved';

/** Somebody asks for a rebuild or a retry. */
export const requestChannel = 'projection_request';

/** A slot is free. */
export const leaseChannel = 'projection_lease';
