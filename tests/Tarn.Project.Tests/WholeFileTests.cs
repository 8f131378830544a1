using Tarn.Testing;

namespace Tarn.Project.Tests;

public sealed class WholeFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_writers_at_once_one_wins_whole_and_a_reader_never_sees_a_part()
    {
        var file = folder.File("a.json");
        WholeFile.Write(file, Content(0));
        var writers = Task.WhenAll(Enumerable.Range(1, 4).Select(n => Task.Run(() =>
        {
            for (var round = 0; round < 20; round++) WholeFile.Write(file, Content(n));
        })));
        do
        {
            var seen = File.ReadAllBytes(file);
            Assert.Equal(Content(seen[0]), seen);
        }
        while (!writers.IsCompleted);
        await writers;
        Assert.Equal([file], Directory.GetFiles(folder.Path));

        static byte[] Content(int n) => [.. Enumerable.Repeat((byte)n, 100_000)];
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_old_and_nothing_beside_it()
    {
        var taken = Directory.CreateDirectory(folder.File("taken")).FullName;
        File.WriteAllText(Path.Combine(taken, "inside"), "kept");
        Assert.ThrowsAny<Exception>(() => WholeFile.Write(taken, [1]));
        Assert.Equal([taken], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal("kept", File.ReadAllText(Path.Combine(taken, "inside")));
    }
}
