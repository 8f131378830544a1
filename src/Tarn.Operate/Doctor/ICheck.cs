namespace Tarn.Operate.Doctor;

/// <summary>One thing that can be wrong with an installation. Looks, and changes nothing.</summary>
public interface ICheck
{
    /// <summary>Stable, for scripts: "orphan-files".</summary>
    string Id { get; }

    /// <summary>At least one finding; an exception is reported as one.</summary>
    Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken);
}
