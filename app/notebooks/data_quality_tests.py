# Databricks notebook source
# Tests the slot's data and fails the run where a gate does not hold. The work is hiscox_etl.quality; this notebook only passes the run's parameters on.
dbutils.widgets.text("environment", "")
dbutils.widgets.text("slot", "")
dbutils.widgets.text("run_id", "")

# COMMAND ----------

from hiscox_etl import quality

result = quality.run(
    environment=dbutils.widgets.get("environment"),
    slot=dbutils.widgets.get("slot"),
    run_id=dbutils.widgets.get("run_id"),
)
dbutils.notebook.exit(str(result))
