// The door of the local cloud's warehouse. What lies in its schemas is the ETL's.
export { dropDatabase, openWarehouse, removeWarehouse, warehouseStatus, type WarehouseOptions, type WarehouseSession, type WarehouseStatus } from './open';
