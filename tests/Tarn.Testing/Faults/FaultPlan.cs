using System.Collections.Concurrent;
using Tarn.Iceberg;

namespace Tarn.Testing.Faults;

/// <summary>Counts the calls that go through it and spoils the n-th. Several wrappers share one plan, so that steps are counted over store and catalog.</summary>
public sealed class FaultPlan(int step, FaultKind kind)
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultPlan None { get; } = new(int.MaxValue, FaultKind.Delay);

    int _step = step;
    int _steps;
    volatile bool _isArmed;

    /// <summary>Whether the step was reached.</summary>
    public bool Happened { get; private set; }

    public FaultKind Kind => kind;

    /// <summary>The steps since it was armed.</summary>
    public int Steps => _steps;

    /// <summary>What the steps since it was armed were: <c>write LOCATION</c> and the like.</summary>
    public ConcurrentQueue<string> Names { get; } = [];

    /// <summary>Steps are counted from here on.</summary>
    public void Arm() => _isArmed = true;

    public void Disarm() => _isArmed = false;

    /// <summary>Counts anew, for another step.</summary>
    public void Arm(int step)
    {
        (_step, _steps, Happened) = (step, 0, false);
        Names.Clear();
        Arm();
    }

    /// <summary>Runs a step, or spoils it.</summary>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> action)
    {
        if (_isArmed) Names.Enqueue(name);
        if (!_isArmed || Interlocked.Increment(ref _steps) != _step) return await action();
        Happened = true;
        if (kind == FaultKind.Fail) throw new IcebergException(IcebergErrorKind.Unavailable, $"Injected: {name} failed at step {_step}");
        if (kind == FaultKind.Delay) await Task.Delay(5);
        var result = await action();
        return kind == FaultKind.Delay ? result : throw new IcebergException(IcebergErrorKind.OutcomeUnknown, $"Injected: {name} at step {_step} has an unknown outcome");
    }

    public Task RunAsync(string name, Func<Task> action) => RunAsync(name, async () =>
    {
        await action();
        return true;
    });
}
