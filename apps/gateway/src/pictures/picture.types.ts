import { Field, ObjectType } from '@nestjs/graphql';
import { onRecord } from '../reviews/of-the-record.js';
import { claimName } from '../schema/code-lists.js';

claimName('ReviewPicture', 'A picture of a review');
@ObjectType({ description: 'A picture of what a reviewer sees of the record.' })
export class ReviewPicture {
  @Field(() => String, { description: 'Scalable Vector Graphics.' })
  svg!: string;
}
onRecord(ReviewPicture);

claimName('ReviewTimelinePicture', 'A picture of the events of a review');
@ObjectType({ description: 'The events of a review: a lane for each agency, time from top to bottom.' })
export class ReviewTimelinePicture {
  @Field(() => String, { description: 'Scalable Vector Graphics, in one piece.' })
  svg!: string;

  @Field(() => String, { description: 'The same as HTML that prints on A3, cut between events.' })
  page!: string;
}
onRecord(ReviewTimelinePicture);
