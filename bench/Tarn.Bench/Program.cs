using Tarn.Bench;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
return await BenchmarkCommand.RunAsync(args, Console.Out, Console.Error, interrupted.Token);
