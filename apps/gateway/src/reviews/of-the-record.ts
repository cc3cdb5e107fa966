import { Field } from '@nestjs/graphql';
import type { OrganisationId } from '#kernel';
import type { OfTheRecord } from '#read-models';
import { positionToken, sealed } from '../access/cursors.js';
import type { GatewayPorts } from '../ports.js';
import type { TypeClass } from '../schema/derived-types.js';

/** Every answer of a review says of what it is one. */
export const onRecord = (type: TypeClass): TypeClass => {
  const prototype = type.prototype as object;
  Field(() => String, { description: 'For `at`: the same question gets the same answer again.' })(
    prototype,
    'position',
  );
  Field(() => String, { description: 'The version of the sharing policy in force at that position.' })(
    prototype,
    'policyVersion',
  );
  return type;
};

/** The position of an answer leaves only as a token of the organisation that asked. */
export const presentRecord = (
  tokens: GatewayPorts['tokens'],
  organisation: OrganisationId,
  { position, policyVersion }: OfTheRecord<unknown>,
) => ({ position: sealed(tokens, positionToken, organisation, position), policyVersion });
