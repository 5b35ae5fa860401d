import { removedByPost } from './post.ts';
import { killedStartSuite } from './suite.ts';

killedStartSuite(0, removedByPost);
