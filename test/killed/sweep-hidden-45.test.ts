import { killedStartSuite } from './suite.ts';
import { removedBySweep } from './sweep.ts';

killedStartSuite(45_000, removedBySweep);
