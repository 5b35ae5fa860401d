// Cases that run real processes in compressed time can miss a beat on a machine that is busy with something else. Such a
// case gets one more try, with the first failure in the log; how many needed it is told at the end of the run. Kill cases
// get none: a leak that comes now and then is what they look for.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
