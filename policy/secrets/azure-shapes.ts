// Secrets of Azure and Databricks: keys, signatures, client secrets, connection strings, tokens.
import { isReference, shape } from './shapes';

/** 64 bytes in base64: the keys of storage accounts, Cosmos DB and Batch. A checksum of the same length says so before it. */
export const azureKeys = [
  shape('an Azure account key', /(?<![A-Za-z0-9+/])(?<!sha512[-:=])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])/),
  // Newer keys carry a signature of their service near the end.
  shape('a container registry password', /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42}\+ACR[A-D][A-Za-z0-9+/]{5}(?![A-Za-z0-9+/])/),
  shape('a key of Azure Functions', /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]==/),
  shape('a key of Azure AI Search', /(?<![A-Za-z0-9])[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}(?![A-Za-z0-9])/),
  shape('a key of Event Hubs or Service Bus', /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{33}\+A(?:Sb|Eh|Rm)[A-P][A-Za-z0-9+/]{5}=(?![A-Za-z0-9+/=])/),
];

/** The signature of a shared access signature; Logic Apps and Functions put one into their callback addresses. */
export const azureSas = [shape('a shared access signature', /(?<![A-Za-z0-9_])sig=[A-Za-z0-9%+/_-]{40,200}/i)];

export const azureClientSecrets = [
  shape('a client secret of Microsoft Entra', /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/),
];

const hasValue = (match: RegExpExecArray): boolean => !isReference(match[1] ?? '') && !/^(?:\*+|x+|\.+)$/i.test(match[1] ?? '');

export const connectionStrings = [
  shape('a connection string with a key', /(?:^|[;"'\s])(?:AccountKey|SharedAccessKey|SharedSecretValue)\s?=\s?([A-Za-z0-9+/]{16,100}={0,2})/i, hasValue),
  shape('a connection string with a password', /[;?&](?:password|pwd)\s?=\s?([^;&\s"']{4,200})/i, hasValue),
  shape('a connection string with a password', /^(?:password|pwd)\s?=\s?([^;&\s"']{4,200});/i, hasValue),
];

export const databricksTokens = [
  shape('a Databricks access token', /(?<![A-Za-z0-9])(?:dapi|dkea)[0-9a-h]{32}(?:-\d)?(?![A-Za-z0-9])/),
  shape('a Databricks OAuth secret', /(?<![A-Za-z0-9])dose[0-9a-h]{32}(?![A-Za-z0-9])/),
];
