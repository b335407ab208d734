"""The dictionary of the mart over HTTP: what stands in the comments of the views, and what joins what."""

from service.api.http.access import Role
from service.database.engine import create_engine
from service.projections.mart import ensure_mart
from tests.api.composition import House


async def test_a_bi_tool_reads_what_each_column_means_and_joins(house: House) -> None:
    read = await house.get("/v1/meta/dictionary", Role.BI)
    assert read.status_code == 200, read.text
    document = read.json()
    assert document["zone"] == "Asia/Shanghai"
    views = {view["name"]: view for view in document["views"]}
    columns = {column["name"]: column for column in views["v1_fact_department_task"]["columns"]}
    assert columns["department_key"]["joins"] == "v1_dim_department.department_key"
    assert columns["status"]["values"] == ["open", "taken", "done", "declined"]
    assert columns["requested_date_key"]["zh"].endswith("(Asia/Shanghai 时区, 未知为0)")
    assert views["v1_fact_department_task"]["key"] == ["case_key", "task_key"]


async def test_it_says_what_the_mart_itself_says(house: House, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        ensure_mart(connection)
        said = connection.exec_driver_sql(
            "select view_name, column_name, column_type, zh, en from mart.v1_data_dictionary"
        ).all()
    engine.dispose()
    document = (await house.get("/v1/meta/dictionary", Role.BI)).json()
    told = {
        (view["name"], column["name"], column["type"], column["zh"], column["en"])
        for view in document["views"]
        for column in view["columns"]
    }
    assert told == {tuple(row) for row in said}


async def test_an_agent_is_refused_it(house: House) -> None:
    assert (await house.get("/v1/meta/dictionary", Role.AGENT)).status_code == 403
