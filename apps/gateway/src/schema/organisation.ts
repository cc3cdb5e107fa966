import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { OrganisationId } from '#kernel';
import type { GatewayPorts } from '../ports.js';
import { AgencyFunction, claimName } from './code-lists.js';

export type OrganisationNames = Pick<GatewayPorts['directory'], 'organisation'>;

claimName('Organisation', 'An organisation');
@ObjectType({ description: 'An agency, as the directory has it.' })
export class Organisation {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Null where it is no longer in the directory.' })
  name!: string | null;

  @Field(() => AgencyFunction, { nullable: true })
  function!: string | null;
}

export const presentOrganisation = (directory: OrganisationNames, id: OrganisationId): Organisation => {
  const known = directory.organisation(id);
  return { id, name: known?.name ?? null, function: known?.function ?? null };
};
