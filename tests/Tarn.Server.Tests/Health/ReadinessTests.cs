using System.Net;

namespace Tarn.Server.Health;

public sealed class ReadinessTests
{
    [Fact]
    public async Task A_part_that_does_not_work_is_named_without_its_secrets()
    {
        var works = false;
        await using var test = await TestServer.StartAsync(setup => setup with
        {
            Checks =
            [
                new ReadinessCheck("catalog", _ => Task.CompletedTask),
                new ReadinessCheck("warehouse", _ => works ? Task.CompletedTask : throw new IOException("/srv/private is read-only")),
            ],
        });
        using var answer = await test.Anonymous.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("private", text, StringComparison.Ordinal);
        var checks = (await answer.JsonAsync()).GetProperty("checks");
        Assert.True(checks[0].GetProperty("ok").GetBoolean());
        Assert.False(checks[1].GetProperty("ok").GetBoolean());
        Assert.Contains(test.Log.All, line => line.Contains("/srv/private is read-only", StringComparison.Ordinal));

        works = true;
        await Task.Delay(1100);
        using var later = await test.Anonymous.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task The_process_is_healthy_though_a_part_is_not_ready()
    {
        await using var test = await TestServer.StartAsync(setup => setup with { Checks = [new ReadinessCheck("engine", _ => throw new TimeoutException())] });
        Assert.Equal("ok\n", await test.Anonymous.GetStringAsync("/healthz"));
    }
}
