using System.Text;
using Tarn.Security.Identity;

namespace Tarn.Server.Events;

public sealed class EventFeedTests
{
    static readonly Principal Ann = new("ann", PrincipalKind.User, ["viewer"]);

    [Fact]
    public void A_listener_that_reconnects_gets_what_it_missed_and_nothing_twice()
    {
        var feed = new EventFeed(1000);
        foreach (var text in new[] { "a", "b", "c" }) Publish(feed, text);
        using var listening = feed.Listen(1001);
        Assert.False(listening.MustReset);
        Assert.Equal(["b", "c"], listening.Missed.Select(Text));
        Publish(feed, "d");
        Assert.True(listening.Coming.TryRead(out var next));
        Assert.Equal((1004, "d"), (next.Id, Text(next)));
        Assert.False(listening.Coming.TryRead(out _));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(5000)]
    public void An_id_of_another_life_of_the_server_means_reset(long id)
    {
        var feed = new EventFeed(1000);
        Publish(feed, "a");
        using var listening = feed.Listen(id);
        Assert.True(listening.MustReset);
        Assert.Empty(listening.Missed);
    }

    [Fact]
    public void What_is_older_than_the_memory_means_reset()
    {
        var feed = new EventFeed(0);
        for (var i = 0; i < EventFeed.Remembered + 10; i++) Publish(feed, "x");
        using var tooOld = feed.Listen(9);
        Assert.True(tooOld.MustReset);
        using var justIn = feed.Listen(10);
        Assert.False(justIn.MustReset);
        Assert.Equal(EventFeed.Remembered, justIn.Missed.Count);
    }

    [Fact]
    public async Task A_listener_that_does_not_read_is_let_go_and_nobody_waits_for_it()
    {
        var feed = new EventFeed(0);
        using var slow = feed.Listen(null);
        for (var i = 0; i < 300; i++) Publish(feed, "x");
        var read = 0;
        await foreach (var _ in slow.Coming.ReadAllAsync()) read++;
        Assert.Equal(256, read);
        Assert.False(feed.HasListeners);
    }

    static void Publish(EventFeed feed, string text) => feed.Publish("job", _ => Encoding.UTF8.GetBytes(text));

    static string Text(ServerEvent happened) => Encoding.UTF8.GetString(happened.Data(Ann)!);
}
