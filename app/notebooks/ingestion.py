# Databricks notebook source
# Loads the delivery into the slot's tables. The work is etl.notebook's; this notebook only passes on the run's parameters and its target.
dbutils.widgets.text("environment", "")
dbutils.widgets.text("slot", "")
dbutils.widgets.text("run_id", "")
target = None  # hx writes the target here

# COMMAND ----------

from etl import notebook

result = notebook.ingest(
    target,
    environment=dbutils.widgets.get("environment"),
    slot=dbutils.widgets.get("slot"),
    run_id=dbutils.widgets.get("run_id"),
)
dbutils.notebook.exit(result)
