namespace Tarn.Transform.Rendering;

/// <summary>Takes what templates print. The level is dbt's name of the event.</summary>
public delegate void RenderLog(string level, string message);
