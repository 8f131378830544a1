using Tarn.Engine.Native;

namespace Tarn.Engine.Tests.Native;

public sealed class ConnectionTests : IDisposable
{
    readonly Instance _instance = Instance.Open(null, new Dictionary<string, string>());
    readonly Connection _connection;

    public ConnectionTests() => _connection = _instance.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _instance.Dispose();
    }

    [Fact]
    public void Runs_the_version_that_the_build_pins() => Assert.Equal("v1.5.6", Instance.Version);

    [Fact]
    public async Task Streams_all_rows_of_a_large_answer()
    {
        using var result = await _connection.QueryAsync("select range as id, range::varchar as text from range(100000)", null, default);
        long rows = 0, sum = 0;
        await foreach (var chunk in result.ReadAsync(default))
        {
            rows += chunk.RowCount;
            foreach (var id in chunk.Column(0).Values<long>()) sum += id;
            Assert.Equal(chunk.Column(0).Values<long>()[0].ToString(), chunk.Column(1).Text(0));
        }
        Assert.Equal(100000, rows);
        Assert.Equal(4999950000, sum);
    }

    [Fact]
    public void Answers_the_tree_of_a_select() =>
        Assert.Contains("BASE_TABLE", _connection.Scalar("select json_serialize_sql($1::varchar)", ["select * from a.b.c"], default));

    [Theory]
    [InlineData("selec 1", EngineErrorKind.Syntax, 0)]
    [InlineData("select 'é☃𝄞', nope from range(3)", EngineErrorKind.Binding, 15)]
    [InlineData("select * from nope", EngineErrorKind.NotFound, 14)]
    [InlineData("select nope(1)", EngineErrorKind.NotFound, 7)]
    [InlineData("select cast('abc' as int)", EngineErrorKind.Conversion, 7)]
    [InlineData("select 9223372036854775807 + 1::bigint from range(1)", EngineErrorKind.OutOfRange, null)]
    [InlineData("select error('x')", EngineErrorKind.InvalidInput, null)]
    [InlineData("select 1; select 2", EngineErrorKind.InvalidInput, null)]
    [InlineData("", EngineErrorKind.InvalidInput, null)]
    [InlineData("select $1::int", EngineErrorKind.InvalidInput, null)]
    [InlineData("install spatial", EngineErrorKind.Storage, null)]
    public void Says_what_is_wrong_and_where(string sql, EngineErrorKind kind, int? offset)
    {
        var error = Assert.Throws<EngineException>(() => _connection.Execute(sql, default));
        Assert.Equal(kind, error.Kind);
        Assert.Equal(offset, error.Position?.Offset);
        Assert.DoesNotContain("exception_type", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LINE 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_prepare_gives_no_statement_whose_getters_could_be_called()
    {
        for (var i = 0; i < 100; i++) Assert.Throws<EngineException>(() => _connection.Prepare("select nope"));
        using var good = _connection.Prepare("select 1 as x");
        Assert.True(good.IsQuery);
        Assert.Equal("x", Assert.Single(good.Columns).Name);
    }

    [Fact]
    public void Refuses_a_text_that_the_C_interface_would_cut()
    {
        var error = Assert.Throws<EngineException>(() => _connection.Execute("select 1 \0; drop table t", default));
        Assert.Equal(EngineErrorKind.Syntax, error.Kind);
        Assert.Equal(9, error.Position?.Offset);
    }

    [Fact]
    public void An_error_in_the_middle_of_the_stream_ends_it()
    {
        using var result = _connection.Query("select case when range = 500000 then error('here') else range end from range(1000000)", null, default);
        var error = Assert.Throws<EngineException>(() => { while (result.Fetch(default) is { } chunk) chunk.Dispose(); });
        Assert.Equal("here", error.Message);
        Assert.Null(result.Fetch(default));
        Assert.Equal("1", _connection.Scalar("select '1'", null, default));
    }

    /// <summary>With the order of rows left free, as sessions have it, several threads fill the stream: in a third of the rounds it is not the fetching one that fails.</summary>
    [Fact]
    public void The_reason_of_an_error_in_another_thread_is_told()
    {
        _connection.Execute("set preserve_insertion_order = false", default);
        _connection.Execute("create table numbers as select range as n from range(1000000)", default);
        for (var round = 0; round < 30; round++)
        {
            using var result = _connection.Query("select case when n = $1 then error('here')::varchar else n::varchar end from numbers", [300_000 + (20_000 * round)], default);
            var error = Assert.Throws<EngineException>(() => { while (result.Fetch(default) is { } chunk) chunk.Dispose(); });
            Assert.Equal((EngineErrorKind.InvalidInput, "here"), (error.Kind, error.Message));
            Assert.Null(result.Fetch(default));
        }
    }

    /// <summary>A sequence is what makes the second run succeed where the first one failed.</summary>
    [Fact]
    public void An_error_that_does_not_come_again_is_no_cancellation()
    {
        _connection.Execute("set preserve_insertion_order = false", default);
        _connection.Execute("create sequence calls", default);
        _connection.Execute("create table numbers as select range as n from range(1000000)", default);
        const string Sql = "select case when nextval('calls') = 600000 then error('once')::varchar else n::varchar end from numbers";
        using var result = _connection.Query(Sql, null, default);
        var error = Assert.Throws<EngineException>(() => { while (result.Fetch(default) is { } chunk) chunk.Dispose(); });
        Assert.True(error.Message == "once" || (error.Kind == EngineErrorKind.Internal && error.Message.Contains("did not fail again", StringComparison.Ordinal)), $"{error.Kind} {error.Message}");
    }

    [Fact]
    public async Task Cancelling_stops_the_statement_and_leaves_the_connection_usable()
    {
        for (var round = 0; round < 5; round++)
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(30 * round));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                using var result = await _connection.QueryAsync("select count(*) from range(3000000000) a where hash(a.range) = 1", null, source.Token);
                await foreach (var chunk in result.ReadAsync(source.Token)) Assert.NotNull(chunk);
            });
            Assert.Equal("ok", _connection.Scalar("select 'ok'", null, default));
        }
    }

    [Fact]
    public void An_interrupt_without_a_statement_does_not_touch_the_next()
    {
        _connection.Interrupt();
        Assert.Equal("ok", _connection.Scalar("select 'ok'", null, default));
    }

    [Fact]
    public void The_next_statement_ends_an_open_answer()
    {
        var first = _connection.Query("select range from range(1000000)", null, default);
        using (first.Fetch(default))
            Assert.Equal("ok", _connection.Scalar("select 'ok'", null, default));
        Assert.Throws<ObjectDisposedException>(() => first.Fetch(default));
    }

    [Fact]
    public void Vectors_of_a_disposed_chunk_cannot_be_read()
    {
        using var result = _connection.Query("select range, 'a text longer than twelve' from range(10)", null, default);
        var chunk = result.Fetch(default)!;
        var column = chunk.Column(1);
        chunk.Dispose();
        Assert.Throws<ObjectDisposedException>(() => column.Text(0));
        Assert.Throws<ObjectDisposedException>(() => chunk.Column(0));
    }

    [Fact]
    public void Counts_changed_rows()
    {
        _connection.Execute("create table t (a int)", default);
        Assert.Equal(3, _connection.Execute("insert into t values (1), (2), (3)", default));
        Assert.Equal(2, _connection.Execute("delete from t where a > 1", default));
    }

    [Fact]
    public void Tells_progress_from_another_thread()
    {
        _connection.Execute("set enable_progress_bar = true", default);
        _connection.Execute("set enable_progress_bar_print = false", default);
        _connection.Execute("set progress_bar_time = 0", default);
        _connection.Execute("create table big as select range as a from range(20000000)", default);
        // The statement is longer than any wait and is cancelled: a busy machine may take seconds to tell the first share.
        using var seen = new CancellationTokenSource();
        Exception? ended = null;
        var statement = new Thread(() => ended = Record.Exception(() => _connection.Execute("select sum(length(md5(md5(md5(md5(md5(md5(a::varchar)))))))) from big", seen.Token)));
        statement.Start();
        double? fraction = null;
        for (var end = DateTime.UtcNow.AddMinutes(2); fraction is not (> 0 and <= 1) && DateTime.UtcNow < end && statement.IsAlive; Thread.Sleep(2)) fraction = _connection.Progress.Fraction;
        seen.Cancel();
        statement.Join();
        Assert.IsAssignableFrom<OperationCanceledException>(ended);
        Assert.True(fraction is > 0 and <= 1, $"{fraction}");
    }

    [Theory]
    [InlineData("select 'No space left on device'::int", EngineErrorKind.Conversion)]
    [InlineData("select error('No space left on device')", EngineErrorKind.InvalidInput)]
    public void Words_of_the_system_in_a_users_text_are_no_failure_of_the_system(string sql, EngineErrorKind kind)
    {
        var error = Assert.Throws<EngineException>(() => _connection.Execute(sql, default));
        Assert.Equal(kind, error.Kind);
        Assert.DoesNotContain("disk is full", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_a_statement()
    {
        _connection.Execute("pragma enable_profiling='no_output'", default);
        _connection.Execute("select count(*) from range(10000) a, range(10) b", default);
        var profile = _connection.Profile();
        Assert.NotNull(profile);
        Assert.Contains("LATENCY", profile.Metrics.Keys);
        Assert.NotEmpty(profile.Children);
    }
}
