/** Why there is no picture of the camera: refused by the person or their system, none there, or none to be had here. */
export type CameraTrouble = 'denied' | 'missing' | 'unavailable'

export type CameraAnswer = { readonly stream: MediaStream } | { readonly trouble: CameraTrouble }

/** Opens the camera on the far side of the device; asks for leave where it was not given yet. */
export async function openCamera(devices: MediaDevices | undefined): Promise<CameraAnswer> {
  if (!devices?.getUserMedia) return { trouble: 'unavailable' }
  try {
    return { stream: await devices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: 1280 } } }) }
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'NotAllowedError' || name === 'SecurityError') return { trouble: 'denied' }
    return { trouble: name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'unavailable' }
  }
}

export const closeCamera = (stream: MediaStream | null) => stream?.getTracks().forEach((track) => track.stop())

/** Whether leave was given before, so that nothing needs to be explained. Unknown counts as no. */
export async function mayUseCamera(): Promise<boolean> {
  const answer = await navigator.permissions?.query({ name: 'camera' as PermissionName }).catch(() => null)
  return answer?.state === 'granted'
}
