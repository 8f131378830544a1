using System.Diagnostics;
using System.Globalization;
using Tarn.Storage.Tests.Faults;

// A process of its own for tests that need several, or that kill one: `dotnet exec Tarn.Storage.Tests.dll FOLDER COUNT`.
// Each acknowledged commit is a line with its snapshot id; the last line is the rate.
using var installation = await Installation.OpenAsync(args[0]);
var watch = Stopwatch.StartNew();
var count = int.Parse(args[1], CultureInfo.InvariantCulture);
for (var i = 0; i < count; i++)
{
    Console.WriteLine(await installation.AppendAsync(CancellationToken.None));
    await Console.Out.FlushAsync();
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rate {count / watch.Elapsed.TotalSeconds:F1}"));
