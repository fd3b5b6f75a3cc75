# Databricks notebook source
# Loads one batch into the slot's landing tables. The work is hiscox_etl.ingestion; this notebook only passes the run's parameters on.
dbutils.widgets.text("environment", "")
dbutils.widgets.text("slot", "")
dbutils.widgets.text("run_id", "")

# COMMAND ----------

from hiscox_etl import ingestion

result = ingestion.run(
    environment=dbutils.widgets.get("environment"),
    slot=dbutils.widgets.get("slot"),
    run_id=dbutils.widgets.get("run_id"),
)
dbutils.notebook.exit(str(result))
