namespace Tarn.Iceberg.Storage;

/// <summary>What a write does where an object is there already.</summary>
public enum WriteMode
{
    /// <summary>Fail with <see cref="IcebergErrorKind.ObjectAlreadyExists"/>; of several writers at once exactly one succeeds.</summary>
    CreateNew,

    /// <summary>Replace it; readers see the old or the new content, never a mixture.</summary>
    Overwrite,
}
