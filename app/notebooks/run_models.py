# Databricks notebook source
# Runs the dbt models into the slot's schema. The work is hiscox_etl.transformation; this notebook only passes the run's parameters on.
dbutils.widgets.text("target", "")
dbutils.widgets.text("slot", "")
dbutils.widgets.text("run_id", "")

# COMMAND ----------

from hiscox_etl import transformation

result = transformation.run(
    target=dbutils.widgets.get("target"),
    slot=dbutils.widgets.get("slot"),
    run_id=dbutils.widgets.get("run_id"),
)
dbutils.notebook.exit(str(result))
