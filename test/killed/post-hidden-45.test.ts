import { removedByPost } from './post.ts';
import { killedStartSuite } from './suite.ts';

killedStartSuite(45_000, removedByPost);
