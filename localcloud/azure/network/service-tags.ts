// Address prefixes of security rules: addresses, ranges and the service tags that Azure knows.
import { parseAddress, parseCidr } from './cidr';

const tags = new Set(
  (
    'ActionGroup ApiManagement ApplicationInsightsAvailability AppConfiguration AppService AppServiceManagement AutonomousDevelopmentPlatform AzureActiveDirectory ' +
    'AzureActiveDirectoryDomainServices AzureAdvancedThreatProtection AzureAPIForFHIR AzureArcInfrastructure AzureAttestation AzureBackup AzureBotService AzureCloud ' +
    'AzureCognitiveSearch AzureConnectors AzureContainerAppsService AzureContainerRegistry AzureCosmosDB AzureDatabricks AzureDataExplorerManagement AzureDataLake ' +
    'AzureDedicatedHSM AzureDeviceUpdate AzureDevOps AzureDevSpaces AzureDigitalTwins AzureEventGrid AzureFrontDoor AzureHealthcareAPIs AzureInformationProtection ' +
    'AzureIoTHub AzureKeyVault AzureLoadBalancer AzureLoadTestingInstanceManagement AzureMachineLearning AzureMachineLearningInference AzureManagedGrafana AzureMonitor ' +
    'AzureMonitorForSAP AzureOpenDatasets AzurePlatformDNS AzurePlatformIMDS AzurePlatformLKM AzureResourceManager AzureSentinel AzureSignalR AzureSiteRecovery AzureSphere ' +
    'AzureSphereSecureService_Prod AzureSpringCloud AzureStack AzureTrafficManager AzureUpdateDelivery AzureVideoAnalyzerForMedia AzureVirtualDesktop AzureWebPubSub ' +
    'BatchNodeManagement ChaosStudio CognitiveServicesFrontend CognitiveServicesManagement DataFactory DataFactoryManagement Dynamics365BusinessCentral ' +
    'Dynamics365ForMarketingEmail EOPExternalPublishedIPs EventHub GatewayManager GenevaActions Grafana GuestAndHybridManagement HDInsight Internet IoTHub KustoAnalytics ' +
    'LogicApps LogicAppsManagement M365ManagementActivityApi M365ManagementActivityApiWebhook Marketplace MicrosoftAzureFluidRelay MicrosoftCloudAppSecurity ' +
    'MicrosoftContainerRegistry MicrosoftDefenderForEndpoint MicrosoftPurviewPolicyDistribution OneDsCollector PowerBI PowerPlatformInfra PowerPlatformPlex PowerQueryOnline ' +
    'Scuba SerialConsole ServiceBus ServiceFabric Sql SqlManagement Storage StorageMover StorageSyncService VideoIndexer VirtualNetwork WindowsAdminCenter WindowsVirtualDesktop'
  )
    .toLowerCase()
    .split(' '),
);

/** "Storage" and "Storage.WestEurope", without regard to case. */
export const isServiceTag = (text: string): boolean => tags.has(text.toLowerCase().split('.')[0] ?? '') && /^\w+(\.\w+)?$/.test(text);

/** An address, a CIDR range or "first-last". */
export function isAddressRange(text: string): boolean {
  if (parseAddress(text) || parseCidr(text)) return true;
  const [first, last, ...more] = text.split('-').map((part) => parseAddress(part.trim()));
  return more.length === 0 && first !== undefined && last !== undefined && first.version === last.version && first.value <= last.value;
}

/** One port, or "first-last" in order, each 0 to 65535; `*` for all. */
export function isPortRange(text: string): boolean {
  if (text === '*') return true;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return false;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return first <= last && last <= 65535;
}
