import { Inject } from '@nestjs/common';
import { Context, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { purposes } from '#casework';
import { Needs } from '../access/permission.js';
import type { RequestContext } from '../access/request-context.js';
import { PlannedAnswer } from '../disclosure/planned-answer.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { claimName, Purpose } from '../schema/code-lists.js';
import { Organisation, presentOrganisation } from '../schema/organisation.js';

claimName('Me', 'Who asks');
@ObjectType({ description: 'Who you are to this service.' })
export class Me {
  @Field(() => ID)
  person!: string;

  @Field(() => Organisation)
  organisation!: Organisation;

  @Field(() => String, { description: 'The one role that you hold.' })
  role!: string;

  @Field(() => [Purpose], {
    description: 'What you may ask for; one of them stands in the header x-purpose.',
  })
  purposes!: string[];
}

@Resolver()
export class MeResolver {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  @Query(() => Me, {
    nullable: true,
    description: 'Who you are, and for what purposes you may ask. Touches no case.',
  })
  @Needs({ purposes: 'none', use: 'reading' })
  me(@Context() { principal }: RequestContext): PlannedAnswer {
    const { policy, directory } = this.ports;
    const { person, organisation, function: agency, role } = principal;
    const me: Me = {
      person,
      organisation: presentOrganisation(directory, organisation),
      role,
      purposes: purposes.filter((purpose) => policy().mayUsePurpose(agency, role, purpose).allowed),
    };
    return new PlannedAnswer([], () => Promise.resolve(me));
  }
}
