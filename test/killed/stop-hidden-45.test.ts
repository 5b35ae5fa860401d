import { removedByStop } from './stop.ts';
import { killedStartSuite } from './suite.ts';

killedStartSuite(45_000, removedByStop);
