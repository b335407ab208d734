"""The record refuses to be changed, whoever asks. Who may write and read it: `service/database/app_role.py`.

Revision ID: 0005
Revises: 0003
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0005"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# By statement even what meets no row is refused; by row also what logical replication or a partition brings.
# The head is checked after the update, because a trigger before it locks the row once more at every append.
TRIGGERS = """
create function es.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception using
        errcode = 'restrict_violation',
        message = format('%s on %I.%I is refused: the record is only ever added to',
                         tg_op, tg_table_schema, tg_table_name),
        hint = 'Correct a fact by recording another one.';
end
$$;
comment on function es.refuse_change() is 'Keeps the record from being changed.';

create trigger events_are_never_changed before update or delete or truncate on es.events
    for each statement execute function es.refuse_change();
create trigger event_rows_are_never_changed before update or delete on es.events
    for each row execute function es.refuse_change();
create trigger head_stays_one_row before insert or delete or truncate on es.head
    for each statement execute function es.refuse_change();
create trigger head_row_stays before insert or delete on es.head
    for each row execute function es.refuse_change();
create trigger head_never_goes_back after update on es.head
    for each row when (new.position < old.position or new.id <> old.id)
    execute function es.refuse_change();

alter table es.events enable always trigger events_are_never_changed;
alter table es.events enable always trigger event_rows_are_never_changed;
alter table es.head enable always trigger head_stays_one_row;
alter table es.head enable always trigger head_row_stays;
alter table es.head enable always trigger head_never_goes_back;
"""


def upgrade() -> None:
    """Set the triggers."""
    op.execute(TRIGGERS)


def downgrade() -> None:
    """Take the triggers away; the record stays."""
    op.execute("drop function es.refuse_change() cascade")
