// The resources that send a subscription's activity log to somewhere. Data.

export const subscriptionSettingType = 'azure-native:monitor:SubscriptionDiagnosticSetting';
/** Retired, and in older versions of the provider alone. */
export const profileType = 'azure-native:insights:LogProfile';
export const activityLogTypes = [subscriptionSettingType, profileType] as const;
