export { DutyNotRecordable, openDuties, type Duties, type DutyLook, type DutyPorts } from './open-duties.js';
