using System.Diagnostics;

namespace Tarn.Testing;

/// <summary>A peer that stays: it is asked by lines on its standard input and answers by lines.</summary>
public sealed class PeerSession : IAsyncDisposable
{
    readonly Process _process;
    readonly Task<string> _errors;

    public PeerSession(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Sends a line and gives the answer's lines, up to the one that ends it.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string line, Func<string, bool> isLast)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await ReadAsync(isLast);
    }

    public async Task<IReadOnlyList<string>> ReadAsync(Func<string, bool> isLast)
    {
        var lines = new List<string>();
        do lines.Add(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended: {await _errors}"));
        while (!isLast(lines[^1]));
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
