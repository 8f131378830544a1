namespace Tarn.Engine.Tests.Dml;

/// <summary>
/// Statements that are spoiled together, and what they need. In all texts {t}, {u}, {n} and {v} are names of the run's own: {t} and {u} are tables with rows, {n} and {v} are not there; {first} is the
/// first snapshot of {t}, {staged} one that was staged under the WAP id 'w', {file} the metadata file of {t}.
/// </summary>
internal sealed record FaultyStatement(string[] Statements, params string[] Setup)
{
    const string Merge = "merge into {t} using (values (1, 'x'), (2, 'B'), (4, 'D')) s(id, name) on {t}.id = s.id when matched and s.id = 1 then delete when matched then update set name = s.name when not matched then insert *";

    public static Dictionary<string, FaultyStatement> All { get; } = new()
    {
        ["merge, copy-on-write"] = Of($"{Merge} options ('mode' = 'copy-on-write')"),
        ["merge, merge-on-read"] = Of($"{Merge} options ('mode' = 'merge-on-read')"),
        ["merge with schema evolution"] = Of("merge with schema evolution into {t} using (values (1, 'x', 7), (4, 'D', 8)) s(id, name, more) on {t}.id = s.id when matched then update set * when not matched then insert *"),
        ["a transaction over two tables"] = Of("begin", "insert into {t} values (5, 'e')", "delete from {u} where id = 1", "update {t} set name = 'q' where id = 2", "commit"),
        ["alter"] = Of("alter table {t} add column more int"),
        ["alter with rewrite"] = Of("alter table {u} alter column id type varchar rewrite"),
        ["partition field"] = Of("alter table {u} add partition field bucket(4, id)"),
        ["properties"] = Of("alter table {u} set tblproperties ('owner' = 'me')"),
        ["tag"] = Of("alter table {u} create tag g"),
        ["rename"] = Of("alter table {u} rename to {n}"),
        ["create"] = Of("create table {n} (id int, name varchar)"),
        ["create as"] = Of("create table {n} as select * from {u}"),
        ["replace as"] = Of("create or replace table {u} as select id, 'r' as name from {u}"),
        ["drop"] = Of("drop table {u}"),
        ["drop and purge"] = Of("drop table {u} purge"),
        ["truncate"] = Of("truncate table {u}"),
        ["analyze"] = Of("analyze table {u} compute statistics"),
        ["create view"] = Of("create view {v} as select id from {u}"),
        ["register"] = Of("call tarn.system.register_table('main.{n}', '{file}')"),
        ["a write to a branch"] = Of("update {t}.branch_b set name = 'q' where id = 1") with { Setup = ["alter table {t} create branch b"] },
        ["rollback"] = Of("call tarn.system.rollback_to_snapshot('{t}', {first})"),
        ["cherrypick"] = Of("call tarn.system.cherrypick_snapshot('{t}', {staged})") with { Setup = ["set tarn.wap_id = 'w'", "insert into {t} values (7, 'g')", "reset tarn.wap_id"] },
        ["fast forward"] = Of("call tarn.system.fast_forward('{t}', 'main', 'b')") with { Setup = ["alter table {t} create branch b", "insert into {t}.branch_b values (6, 'f')"] },
    };

    static FaultyStatement Of(params string[] statements) => new(statements);
}
