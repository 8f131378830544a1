namespace Tarn.Operate.Doctor;

/// <summary>Is the store of catalog, jobs and users sound?</summary>
/// <param name="integrity">Gives what the store's own check finds.</param>
public sealed class StateStoreCheck(Func<CancellationToken, Task<IReadOnlyList<string>>> integrity) : ICheck
{
    public string Id => "state-store";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var damage = await integrity(cancellationToken).ConfigureAwait(false);
        return damage.Count == 0
            ? [new Finding(Id, CheckState.Ok, "sound", null)]
            : [new Finding(Id, CheckState.Fail, "damaged", "Stop Tarn and restore the state store from a backup; tables can be registered again from their metadata files.") { Details = [.. damage] }];
    }
}
