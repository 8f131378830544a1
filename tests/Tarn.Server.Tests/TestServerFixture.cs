namespace Tarn.Server;

/// <summary>One server for all tests of a class that leave it as they found it.</summary>
public sealed class TestServerFixture : IAsyncLifetime
{
    internal TestServer Test { get; private set; } = null!;

    public async Task InitializeAsync() => Test = await TestServer.StartAsync();

    public async Task DisposeAsync() => await Test.DisposeAsync();
}
