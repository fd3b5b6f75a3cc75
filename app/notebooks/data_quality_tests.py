# Databricks notebook source
# Tests the slot's data and fails the run where a gate does not hold. The work is etl.notebook's; this notebook only passes on parameters and target.
dbutils.widgets.text("environment", "")
dbutils.widgets.text("slot", "")
dbutils.widgets.text("run_id", "")
target = None  # hx writes the target here

# COMMAND ----------

from etl import notebook

result = notebook.quality(
    target,
    environment=dbutils.widgets.get("environment"),
    slot=dbutils.widgets.get("slot"),
    run_id=dbutils.widgets.get("run_id"),
)
dbutils.notebook.exit(result)
