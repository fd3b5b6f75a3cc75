// The policies on Databricks jobs, but for their clusters; in the order in which they are listed.
import { jobBounds } from './bounds';
import { jobFailureNotification } from './failure-notification';
import { jobNoSparkSubmit } from './no-spark-submit';
import { jobOwnCluster } from './own-cluster';
import { jobServicePrincipal } from './service-principal';

export const jobPolicies = [jobServicePrincipal, jobBounds, jobOwnCluster, jobNoSparkSubmit, jobFailureNotification];
