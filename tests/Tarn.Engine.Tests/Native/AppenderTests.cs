using Tarn.Engine.Native;

namespace Tarn.Engine.Tests.Native;

public sealed class AppenderTests : IDisposable
{
    readonly Instance _instance = Instance.Open(null, new Dictionary<string, string>());
    readonly Connection _connection;

    public AppenderTests() => _connection = _instance.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _instance.Dispose();
    }

    [Fact]
    public void Appends_chunks_of_all_kinds_of_columns()
    {
        _connection.Execute("create table t (id bigint, name varchar, price decimal(9,2), tags varchar[], happened timestamp, st struct(a int, b varchar))", default);
        using (var appender = _connection.Append(null, null, "t"))
        {
            using var chunk = new ChunkBuilder(appender.Types);
            for (var block = 0; block < 3; block++)
            {
                for (var row = 0; row < 1000; row++) Fill(chunk, (block * 1000) + row, row);
                chunk.RowCount = 1000;
                appender.Append(chunk);
            }
            appender.Complete();
        }
        Assert.Equal("3000 4498500 2250 30.00 3000", _connection.Scalar(
            "select count(*) || ' ' || sum(id) || ' ' || count(name) || ' ' || sum(price) || ' ' || sum(len(tags)) from t", null, default));
        Assert.Equal("{'a': 7, 'b': NULL}", _connection.Scalar("select st::varchar from t where id = 7", null, default));
    }

    [Fact]
    public void What_is_not_completed_leaves_no_rows()
    {
        _connection.Execute("create table t (id bigint)", default);
        using (var appender = _connection.Append(null, null, "t"))
        {
            using var chunk = new ChunkBuilder(appender.Types) { RowCount = 1 };
            chunk.Column(0).Set(0, 1L);
            appender.Append(chunk);
        }
        Assert.Equal("0", _connection.Scalar("select count(*)::varchar from t", null, default));
    }

    [Fact]
    public void A_missing_table_and_a_broken_constraint_are_errors()
    {
        Assert.Throws<EngineException>(() => _connection.Append(null, null, "nope"));
        _connection.Execute("create table t (id bigint not null)", default);
        using var appender = _connection.Append(null, null, "t");
        using var chunk = new ChunkBuilder(appender.Types) { RowCount = 1 };
        chunk.Column(0).Set(0, null);
        Assert.Throws<EngineException>(() =>
        {
            appender.Append(chunk);
            appender.Complete();
        });
    }

    static void Fill(ChunkBuilder chunk, int id, int row)
    {
        chunk.Column(0).Set(row, (long)id);
        chunk.Column(1).Set(row, id % 4 == 0 ? null : $"a name that is not inlined {id}");
        chunk.Column(2).Set(row, new DecimalValue(1, 9, 2));
        chunk.Column(3).Set(row, new object?[] { $"t{id}" });
        chunk.Column(4).Set(row, id * 1_000_000L);
        chunk.Column(5).Set(row, new object?[] { id, null });
    }
}
