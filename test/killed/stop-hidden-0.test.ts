import { removedByStop } from './stop.ts';
import { killedStartSuite } from './suite.ts';

killedStartSuite(0, removedByStop);
