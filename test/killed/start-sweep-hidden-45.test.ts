import { removedBySweep } from './start.ts';
import { killSuite } from './suite.ts';

killSuite(45_000, removedBySweep);
