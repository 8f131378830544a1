namespace Tarn.Server.Instance;

/// <summary>What <c>.tarn/server.json</c> says about the server of a project folder.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Port">The port that it listens on; 0 while it is starting.</param>
/// <param name="Address">Where it answers, without a trailing slash; empty while it is starting.</param>
/// <param name="StartedAt">When it took the folder (UTC).</param>
/// <param name="Version">Tarn's version.</param>
public sealed record RunningServer(int Pid, int Port, string Address, DateTimeOffset StartedAt, string Version);
