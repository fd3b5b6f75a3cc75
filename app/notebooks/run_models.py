# Databricks notebook source
# Runs the dbt models into the slot's schema. The work is etl.notebook's; this notebook only passes on the run's parameters and its target.
dbutils.widgets.text("target", "")
dbutils.widgets.text("slot", "")
dbutils.widgets.text("run_id", "")
target = None  # hx writes the target here

# COMMAND ----------

from etl import notebook

result = notebook.transform(
    target,
    environment=dbutils.widgets.get("target"),
    slot=dbutils.widgets.get("slot"),
    run_id=dbutils.widgets.get("run_id"),
)
dbutils.notebook.exit(result)
