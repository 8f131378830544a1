using System.Diagnostics;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Kills;

/// <summary>Kills a command at a random moment: by the clock, or at the n-th change that it makes to the project's files.</summary>
/// <param name="random">Seeded, so that a failed run can be repeated (as far as two processes can).</param>
sealed class KillMoments(Random random)
{
    /// <summary>What a command of each name needs that is left alone: learnt from those that ended before their kill.</summary>
    readonly Dictionary<string, (double Seconds, int Changes)> whole = [];

    /// <summary>Commands that were still running when their kill came.</summary>
    public int Hits { get; private set; }

    /// <summary>Runs a command and kills it. True where the kill came in time.</summary>
    public async Task<bool> RunAsync(Workshop workshop, params string[] command)
    {
        var name = command[0];
        var (seconds, changes) = whole.GetValueOrDefault(name, (2.0, 40));
        var byClock = random.Next(3) == 0;
        var delay = byClock ? TimeSpan.FromSeconds(seconds * random.NextDouble() * 1.1) : Timeout.InfiniteTimeSpan;
        using var activity = new FolderActivity(workshop.Root, byClock ? int.MaxValue : random.Next(1, changes + 2));
        var watch = Stopwatch.StartNew();
        await using var running = TarnProgram.Start(workshop.Root, command);
        var ended = running.CompleteAsync();
        await Task.WhenAny(ended, activity.Reached, Task.Delay(delay));
        if (!ended.IsCompleted && await running.KillAsync())
        {
            Hits++;
            return true;
        }

        (await ended).Demand();
        whole[name] = ((seconds + watch.Elapsed.TotalSeconds) / 2, (changes + activity.Count) / 2);
        return false;
    }
}
